/** A package that may be installed beside this one. */
export async function optional<T>(name: string): Promise<T | undefined> {
  try {
    const module = (await import(name)) as { default?: Partial<T> } & T;
    // A package in CommonJS has some of its names in its default export alone.
    return { ...module.default, ...module };
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (isAbsent) return undefined;
    throw error;
  }
}
