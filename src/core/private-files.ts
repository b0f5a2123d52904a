// Writing what only its owner may read. Made by src/system/, handed to the rooms that keep files.

/** Whole, or in pieces as they come. */
export type FileContent = string | Uint8Array | AsyncIterable<Uint8Array>;

/** Folders 0700, files 0600; a file is replaced whole or not at all. */
export interface PrivateFiles {
  /** Creates the folder and its missing parents. One that is there is somebody's choice and stays as it is. */
  createFolder(path: string): Promise<void>;
  /** The same for a folder that is remind's own: one that is there already is tightened. */
  ensureFolder(path: string): Promise<void>;
  /** Replaces the file in one step that survives a crash. Its folder must exist. */
  write(path: string, data: FileContent): Promise<void>;
}
