import { Component, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { finish, photograph } from '../mounted.js';
import { Camera } from './camera';

@Component({ selector: 'app-root', imports: [Camera], template: '<app-camera (done)="finish($event)" />' })
export class App {
  readonly finish = finish;

  constructor() {
    void photograph();
  }
}

void bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
