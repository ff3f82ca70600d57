globalThis.postMessage({ kind: 'hello', version: '9.9.9' });
