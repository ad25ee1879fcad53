/** Whether a program is there, asked of the file system: nothing is started for it. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where `command` would be found by who starts it; undefined = nowhere. `path` is the list of folders to search. */
export function findProgram(command: string, path: string): string | undefined {
  const places = command.includes('/') ? [command] : path.split(delimiter).map((folder) => join(folder, command));
  return places.find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
