// For bundlers that do not read "exports" of package.json, such as Parcel 2 as it comes.
export * from './dist/capture.js';
