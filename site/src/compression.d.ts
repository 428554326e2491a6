declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  /** Middleware that compresses what a browser takes compressed (br, gzip) and that is worth it. */
  export default function compression(): (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}
