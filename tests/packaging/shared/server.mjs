// What a server does with the package: it prepares an image, from bytes, and prints what came of it.
import { prepareImage } from 'idsnap';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const bytes = Uint8Array.from(atob(PNG), (character) => character.charCodeAt(0));
prepareImage(bytes, { limits: 'cvs' }).then(({ width }) => console.log(`prepared ${width}`));
