import { Component, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { tryAll } from '../page.js';

@Component({ selector: 'app-root', template: '<p>idsnap</p>' })
export class App {
  constructor() {
    void tryAll();
  }
}

void bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
