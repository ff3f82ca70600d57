export function runtimeOf(name: 'deno' | 'bun'): Promise<string | undefined>;
