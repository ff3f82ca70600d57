import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { finish, photograph } from '../mounted.js';
import { Camera } from './Camera.js';

const place = document.body.appendChild(document.createElement('main'));
createRoot(place).render(
  <StrictMode>
    <Camera onDone={finish} />
  </StrictMode>,
);
void photograph();
