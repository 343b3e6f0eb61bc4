import './style.css';
import { Page } from './page.js';

void new Page().open();
