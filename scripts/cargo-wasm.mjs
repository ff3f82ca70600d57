// Calls cargo for wasm32 with the compiler, the standard library and the flags of the build, whatever machine this is.
//
//   node scripts/cargo-wasm.mjs build --release
//   node scripts/cargo-wasm.mjs --env          prints the same as lines for a shell, or for the settings of an editor
import { main } from './lib/process.mjs';
import { collect, print } from './lib/output.mjs';
import { cargoWasmForCode, ensureWasm, wasmEnv } from './toolchain.mjs';

await main(async () => {
  const [first, ...rest] = process.argv.slice(2);
  if (first === '--env') {
    const { result } = await collect(ensureWasm);
    return sayEnv(wasmEnv(result));
  }
  const toolchain = await ensureWasm();
  process.exitCode = await cargoWasmForCode(toolchain, [first ?? 'build', ...rest]);
});

function sayEnv(env) {
  for (const [name, value] of Object.entries(env)) {
    print(
      value === undefined
        ? `unset ${name}`
        : `export ${name}=$'${value.replaceAll("'", "\\'").replaceAll('\x1f', '\\x1f')}'`,
    );
  }
}
