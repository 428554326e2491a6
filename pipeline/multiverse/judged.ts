import type { Choice } from '../../src/artifact/specifications.ts';
import type { Tables } from '../../src/artifact/table.ts';
import { leftOut, readsChanged } from '../../src/claims/bearing.ts';
import type { Claim, ClaimContext } from '../../src/claims/claim.ts';
import { claims } from '../../src/claims/index.ts';
import type { Judgement } from '../../src/claims/judgement.ts';

/** The claims that rest on what a specification makes. */
export const judgedClaims = claims.filter((claim) => !leftOut(claim));

/** Judges claims under specifications; what no choice between two of them reaches is judged once. */
export class Judge {
  readonly #known = new Map<string, Judgement>();
  readonly #choices: readonly Choice[];
  readonly #context: ClaimContext;

  constructor(choices: readonly Choice[], context: ClaimContext) {
    this.#choices = choices;
    this.#context = context;
  }

  judge(claim: Claim, levels: readonly number[], tables: Tables): Judgement {
    const reaching = levels.filter((_, i) => readsChanged(claim, this.#choices[i].key));
    const address = [claim.id, ...reaching].join(' ');
    const judgement = this.#known.get(address) ?? claim.judge(tables, this.#context);
    this.#known.set(address, judgement);
    return judgement;
  }
}
