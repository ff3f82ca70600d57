/** What looks through the camera: it works by the engine, and is loaded beside it. */
export { Guide } from './guide.js';
export { takeStill } from '../still/still.js';
