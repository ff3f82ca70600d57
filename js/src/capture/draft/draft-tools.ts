import { preparedImage } from '../../images/prepared.js';
import { VERSION } from '../../version.js';

/** What a draft is read and written with. Importing these there would divide the first bundle into more files. */
export const DRAFT_TOOLS = { preparedImage, VERSION };

/** What a draft is read and written with. */
export type DraftTools = Readonly<typeof DRAFT_TOOLS>;
