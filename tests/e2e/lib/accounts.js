// SPDX-License-Identifier: Apache-2.0
// Where the platform under test says who is there.
import path from 'node:path';

export const project = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../../..');
export const accountsFile = path.resolve(process.env.CS_ACCOUNTS ?? path.join(project, 'var/demo/accounts.json'));
