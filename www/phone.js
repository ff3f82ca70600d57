// The page behind the QR code: the phone photographs, and the photos go to the computer through the demo's relay.
import './idsnap/capture.js';
import { element } from './element.js';

const limits = new URLSearchParams(location.search).get('limits');
const capture = element('id-capture', { handover: 'api/handover', ...(limits === null ? {} : { limits }) });
document.querySelector('main').append(capture);
