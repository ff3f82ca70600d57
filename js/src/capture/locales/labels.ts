/** The names of everything that can be pressed, in English, until a language was loaded, and if none can be. */
export const labels = {
  use_camera: 'Use the camera',
  take_photo: 'Take a photo',
  upload: 'Upload a photo',
  light: 'Light',
  switch_camera: 'Switch camera',
  zoom: 'Zoom',
  use: 'Use this photo',
  use_anyway: 'Use it anyway',
  retake: 'Take again',
  copy_link: 'Copy the link',
  cancel: 'Cancel',
  again: 'Start over',
  try_again: 'Try the camera again',
  blocked: 'The camera cannot be used',
  error_other: 'That did not work. Please try again.',
};
