import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server on loopback that does as it likes. */
export interface TestServer {
  readonly url: string;
  /** The paths asked for, with their queries. */
  readonly requests: string[];
  close(): Promise<void>;
}

export async function serve(listener: RequestListener): Promise<TestServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Sends the right status, and then these bytes. */
export const answering =
  (bytes: Uint8Array): RequestListener =>
  (_request, response) =>
    void response.end(bytes);

/** Accepts, and never answers. */
export const hanging: RequestListener = () => undefined;

/** Starts to answer, and never ends. */
export const stalling =
  (bytes: Uint8Array): RequestListener =>
  (_request, response) =>
    void response.write(bytes.subarray(0, 1));

/** A byte now and then, for as long as anybody listens. */
export const dripping: RequestListener = (_request, response) => {
  const timer = setInterval(() => response.write('x'), 20);
  response.on('close', () => clearInterval(timer));
};

/** As much as anybody takes. */
export const endless: RequestListener = (_request, response) => {
  const chunk = Buffer.alloc(65_536, 1);
  const send = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', send);
  send();
};

/** Promises all the bytes, sends half of them, and cuts the connection. */
export const truncating =
  (bytes: Uint8Array): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  };

export const failing =
  (status: number, body: string, type = 'application/json'): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': type }).end(body);

export const redirecting =
  (location: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(302, { location }).end();
