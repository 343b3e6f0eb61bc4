/**
 * A zip archive without compression, by the format's specification (PKWARE's APPNOTE.TXT, 4.3): enough for a few files. A
 * package for it would be larger than this file, and one more that every autograder installs.
 */
import { crc32 } from 'node:zlib';

export interface ZippedFile {
  readonly path: string;
  readonly data: Buffer;
  readonly executable?: boolean;
}

/** All files are dated 1980-01-01, the beginning of the format's time, so that the same files give the same archive. */
const firstDay = (1 << 5) | 1;
const unix = 3;
const utf8Names = 1 << 11;

export function zip(files: readonly ZippedFile[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.path);
    const described = description(file.data, name.length);
    const body = Buffer.concat([signature('PK\x03\x04'), described, name, file.data]);
    bodies.push(body);
    directory.push(directoryEntry(file, described, name, offset));
    offset += body.length;
  }
  const listed = Buffer.concat(directory);
  return Buffer.concat([...bodies, listed, end(files.length, listed.length, offset)]);
}

const signature = (text: string): Buffer => Buffer.from(text, 'latin1');

/** The fields of a file that are both before it and in the directory at the end. */
function description(data: Buffer, nameLength: number): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0); // the version needed to unpack it
  bytes.writeUInt16LE(utf8Names, 2);
  bytes.writeUInt16LE(0, 4); // stored
  bytes.writeUInt16LE(firstDay, 8);
  bytes.writeUInt32LE(crc32(data), 10);
  bytes.writeUInt32LE(data.length, 14);
  bytes.writeUInt32LE(data.length, 18);
  bytes.writeUInt16LE(nameLength, 22);
  return bytes;
}

function directoryEntry(file: ZippedFile, described: Buffer, name: Buffer, offset: number): Buffer {
  const madeBy = Buffer.from([20, unix]);
  const rest = Buffer.alloc(14);
  const mode = 0o100644 | (file.executable ? 0o111 : 0);
  rest.writeUInt32LE(mode * 2 ** 16, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature('PK\x01\x02'), madeBy, described, rest, name]);
}

function end(count: number, size: number, offset: number): Buffer {
  const bytes = Buffer.alloc(18);
  bytes.writeUInt16LE(count, 4);
  bytes.writeUInt16LE(count, 6);
  bytes.writeUInt32LE(size, 8);
  bytes.writeUInt32LE(offset, 12);
  return Buffer.concat([signature('PK\x05\x06'), bytes]);
}
