import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import {
  ANSIBLE_OF_DEBIAN_12,
  ANSIBLE_OF_DEBIAN_13,
  ansibleCases,
  type AnsibleRelease,
  PLAYBOOK,
} from './ansible/cases.ts';
import { ANSIBLE_KNOWN_GAPS } from './ansible/known-gaps.ts';
import { DEBIAN_ROOT, findDebianRoot, rootCommand } from './support/debian-root.ts';
import { startEmulatorProcess } from './support/emulator-process.ts';
import { type Found, leftOut } from './support/left-out.ts';
import { LIFECYCLE_FILE } from './support/paths.ts';
import { runCommand } from './support/run-command.ts';

type FoundAnsible = Found<{ readonly command: string; readonly args: readonly string[] }>;

testAnsible(ANSIBLE_OF_DEBIAN_12, findOwn());
testAnsible(ANSIBLE_OF_DEBIAN_13, findInRoot());

function testAnsible(
  { title, packages, bridge, variables }: AnsibleRelease,
  found: FoundAnsible,
): void {
  test(`${title}: ${packages}, over TLS`, { skip: leftOut('ansible', found) }, async (t) => {
    assert.ok('command' in found);
    const home = mkdtempSync(path.join(tmpdir(), 'lazulite-ansible-'));
    t.after(() => rmSync(home, { recursive: true }));
    const { ready, stop } = await startEmulatorProcess(
      '--clock=instant',
      `--lifecycle=${LIFECYCLE_FILE}`,
    );
    t.after(stop);
    const { out, error } = await runCommand(
      found.command,
      [
        ...found.args,
        '-i',
        'localhost,',
        '-e',
        'ansible_python_interpreter=/usr/bin/python3',
        ...variables.flatMap((variable) => ['-e', variable]),
        PLAYBOOK,
      ],
      {
        PATH: process.env['PATH'],
        LANG: 'C.UTF-8',
        HOME: home,
        PYTHONPATH: bridge,
        PYTHONDONTWRITEBYTECODE: '1',
        ANSIBLE_NOCOLOR: '1',
        ANSIBLE_DEPRECATION_WARNINGS: 'False',
        // What `lazulite env ansible` prints.
        AZURE_CLOUD_ENVIRONMENT: ready.url,
        AZURE_TENANT: 'adfs',
        AZURE_AUTHORITY_HOST: ready.url,
        AZURE_ADFS_AUTHORITY_URL: ready.url,
        AZURE_CLIENT_ID: 'app',
        AZURE_SECRET: 'secret',
        AZURE_SUBSCRIPTION_ID: ready.subscriptionId,
        AZURE_DISABLE_INSTANCE_DISCOVERY: 'true',
        REQUESTS_CA_BUNDLE: ready.caBundleFile,
        NO_PROXY: 'localhost',
      },
    );
    const outcomes = outcomesOf(out);
    for (const name of ansibleCases()) {
      await t.test(name, () => {
        const outcome = outcomes.get(name) ?? `not reached: ${error}`;
        if (ANSIBLE_KNOWN_GAPS.includes(name)) assert.doesNotMatch(outcome, SUCCESS);
        else assert.match(outcome, SUCCESS);
      });
    }
  });
}

const SUCCESS = /^(ok|changed): \[localhost\]/m;

/** What Ansible printed of each task. */
function outcomesOf(out: string): ReadonlyMap<string, string> {
  const tasks = out.split(/^TASK \[/m).slice(1);
  return new Map(
    tasks.map((text) => [text.slice(0, text.indexOf(']')), text.slice(text.indexOf('\n') + 1)]),
  );
}

function findOwn(): FoundAnsible {
  const command = '/usr/bin/ansible-playbook';
  const asked = spawnSync(command, ['--version'], { encoding: 'utf8' });
  const core = /^ansible-playbook \[core (\d+\.\d+)/.exec(asked.stdout ?? '')?.[1];
  if (core === '2.14') return { command, args: [] };
  return {
    missing: `${command} is ${core ?? 'not there'}; the cases want core 2.14, as Debian 12 has it`,
  };
}

function findInRoot(): FoundAnsible {
  const root = findDebianRoot();
  if ('missing' in root) return root;
  const file = '/usr/bin/ansible-playbook';
  if (!existsSync(path.join(root.folder, file))) return { missing: `there is no ${file} in it` };
  return { command: DEBIAN_ROOT, args: rootCommand(file) };
}
