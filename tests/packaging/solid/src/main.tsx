import { render } from 'solid-js/web';
import { finish, photograph } from '../mounted.js';
import { Camera } from './Camera.js';

render(() => <Camera onDone={finish} />, document.body.appendChild(document.createElement('main')));
void photograph();
