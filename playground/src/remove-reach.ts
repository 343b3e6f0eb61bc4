/** Code from a link is somebody else's: before it runs, the worker loses what would reach the network or be kept. */
const taken = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'BroadcastChannel',
  'SharedWorker',
  'Worker',
  'RTCPeerConnection',
  'indexedDB',
  'caches',
  'cookieStore',
  'navigator',
  'importScripts',
  'postMessage',
  'close',
];

export function removeReach(): void {
  for (let holder: object | null = globalThis; holder !== null; holder = Object.getPrototypeOf(holder)) {
    for (const name of taken) Reflect.deleteProperty(holder, name);
  }
}
