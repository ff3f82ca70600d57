import type { ScreenStrings } from './keys.js';
import { labels } from './labels.js';

/** English. Words in braces are filled in. */
export const en: ScreenStrings = {
  ...labels,
  title: 'Photograph your document',
  tips: 'Place it flat on a plain, dark surface in good light.',
  side_front: 'Front side',
  side_back: 'Back side',
  side_page: 'Page with your photo',
  step: 'Step {step} of {steps}',
  starting: 'Starting the camera…',
  allow: 'If your browser asks, please allow the camera.',
  auto: 'The photo is taken automatically.',
  capturing: 'Taking the photo…',
  checking: 'Checking the photo…',
  review_good: 'Is everything easy to read?',
  review_good_text: 'Check that the text is sharp and nothing is cut off.',
  review_bad: 'This photo may be rejected',
  other_file: 'Choose another photo',
  file_advice: 'Choose a photo without these flaws, or take a new one.',
  adjust: 'Adjust the corners',
  corners_help:
    'Drag each point onto a corner of the document. With the keyboard: Tab, arrow keys, Shift for larger steps, Enter, Escape.',
  top_left: 'Top left corner',
  top_right: 'Top right corner',
  bottom_right: 'Bottom right corner',
  bottom_left: 'Bottom left corner',
  apply: 'Apply',
  copied: 'Link copied. Open it in your browser.',
  done: 'All done',
  done_text: 'Thank you. Your photos are ready.',
  other_way: 'Let’s try another way',
  reason_permission_denied:
    'Camera access is turned off for this site. Allow it in your browser’s site settings, then try again.',
  reason_permission_dismissed: 'Camera access was not allowed. Try again and choose “Allow”.',
  reason_policy_blocked: 'This page is not allowed to use the camera. Add your photo here instead.',
  reason_insecure_context: 'The camera needs a secure connection (https). Add your photo here instead.',
  reason_no_camera: 'No camera was found. Connect one and try again, or upload a photo.',
  reason_camera_in_use: 'Another app is using the camera. Close that app, then try again.',
  reason_camera_ended: 'The camera was disconnected or stopped. Check it, then try again.',
  reason_camera_timeout: 'The camera is not responding. Try again, or add your photo another way.',
  reason_in_app_browser:
    'The camera does not work inside this app. Copy the link and open it in your browser, or add your photo here.',
  reason_slow_device: 'Live guidance does not work well on this device. Please take the photo yourself.',
  reason_failed_tries: 'Take the photo with your camera app, or upload one that you already have.',
  reason_unsupported: 'This browser cannot show the camera here. Add your photo another way.',
  error_file: 'This file cannot be read as a photo. Choose a JPEG or PNG file.',
  error_heic:
    'This file is in the HEIC format, which this browser cannot read. On an iPhone, choose Settings › Camera › Formats › Most Compatible and take the photo again. Or take it here.',
  error_large: 'This file is too large. Choose a smaller one.',
};
