import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export const PLAYBOOK = path.join(import.meta.dirname, 'playbook.yml');

/** An Ansible with Azure's collection; what does not fit in its Debian is bridged by a folder here. */
export interface AnsibleRelease {
  readonly title: string;
  readonly packages: string;
  readonly bridge: string;
  /** For `ansible-playbook -e`. */
  readonly variables: readonly string[];
}

export const ANSIBLE_OF_DEBIAN_12: AnsibleRelease = {
  title: 'Ansible of 2023',
  packages: 'ansible 7.7 with azure.azcollection 1.16.0 (Debian 12)',
  bridge: path.join(import.meta.dirname, 'debian-12'),
  variables: [],
};

export const ANSIBLE_OF_DEBIAN_13: AnsibleRelease = {
  title: 'Ansible of 2025',
  packages: 'ansible 12 with azure.azcollection 3.8.0 (Debian 13)',
  bridge: path.join(import.meta.dirname, 'debian-13'),
  variables: ['orchestration_mode=Uniform'],
};

/** The names of the tasks of playbook.yml. */
export function ansibleCases(): readonly string[] {
  const plays = parse(readFileSync(PLAYBOOK, 'utf8'), { merge: true }) as {
    readonly tasks: readonly { readonly name: string }[];
  }[];
  return plays.flatMap(({ tasks }) => tasks.map(({ name }) => name));
}
