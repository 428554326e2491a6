import { UserError } from '../../src/artifact/error.ts';
import { listFiles } from '../../src/artifact/file.ts';
import { commandLine, option, protocolOption, runCommand } from '../driver/commandLine.ts';
import { runIdOf } from '../driver/stage.ts';
import { type Archive, openArchive } from '../explain/archive.ts';
import { explainClaim } from '../explain/claim.ts';
import { type Named, readName } from '../explain/name.ts';
import { explainNetwork } from '../explain/network.ts';
import { explainPanel } from '../explain/panel.ts';
import { explainPoint } from '../explain/point.ts';
import { explainSpecification } from '../explain/specification.ts';
import { trailText } from '../explain/text.ts';
import type { Trail } from '../explain/trail.ts';
import { study } from '../study.ts';

const NAMES = `
NAME is
  3, 3a                         a figure or a panel: its tables, stages, networks, parameters, command
  6a.3                          a claim: its test, verdict, numbers, tables, and the networks that it rests on
  3a:modular-15-seed-0:eps=0.1  a point: a panel and what its rows have, parted by colons. A part is column=value, with a
                                column of the panel's data or the beginning of its name, or a network's id, which stands for
                                its architecture, size, condition and seed. The rows of tables that the point rests on,
                                their networks, configurations, hashes, and the command that trains each again
  modular-15-seed-0             a network, with or without its stage: train/modular-15-seed-0
  specification/2101000         a combination of choices of the multiverse: its values, verdicts, networks, command
More points: 2a:modular-05-seed-3:epoch=20   3a:arch=modular:size=15:kind=mean:eps=0.01   4b:modular-15-seed-0:N=6`;

// `npm run explain`: the trail from what the report shows to the networks and parameters that made it.
await runCommand(
  commandLine('npm run explain --', 'Prints the way from a number to what made it, from what is in git alone.')
    .argument('<NAME>', 'a figure, a panel, a claim, a point, a network or a specification')
    .addOption(option('--profile <NAME>', 'a profile of params.yaml').default('quick'))
    .addOption(protocolOption())
    .addOption(
      option(
        '--reading <NAME>',
        "a reading of params.yaml, or protocol: its claims and networks, at the profile's scale of readings",
      ),
    )
    .option('--json', 'everything as JSON, with all rows')
    .addHelpText('after', NAMES)
    .action(main),
);

interface Given {
  profile: string;
  protocol?: string;
  reading?: string;
  json?: true;
}

async function main(name: string, { reading, json, ...given }: Given): Promise<void> {
  const archive = openArchive(study, runIdOf(study, given), reading ?? null);
  const named = readName(archive, name);
  if (listFiles(archive.paths.artifacts).length === 0) {
    throw new UserError(
      `Nothing is published here: ${archive.file('')} is missing. Restore it with git, make it with '${archive.command()}', or name another profile or reading.`,
    );
  }
  const trails = await trailsOf(archive, named, name);
  console.log(
    json
      ? JSON.stringify(trails.length === 1 ? trails[0] : trails, null, 2)
      : trails.map(trailText).join(`\n\n${'-'.repeat(80)}\n\n`),
  );
}

function trailsOf(archive: Archive, named: Named, name: string): Promise<Trail[]> {
  switch (named.kind) {
    case 'panels':
      return Promise.all(named.panels.map((panel) => explainPanel(archive, panel)));
    case 'claim':
      return Promise.all([explainClaim(archive, named.claim)]);
    case 'point':
      return Promise.all([explainPoint(archive, named.panel, named.rows, name)]);
    case 'specification':
      return Promise.all([explainSpecification(archive, named.specification)]);
    case 'network':
      return Promise.all(
        named.networks.map((network) => explainNetwork(openArchive(study, archive.profile, network.reading), network)),
      );
  }
}
