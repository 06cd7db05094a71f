export { type Capture, readCaptures } from './capture/readCaptures.ts';
