/**
 * Many rotations, some at a time. Each is an ordinary one: it can be seen, gone on with and rolled
 * back on its client's own page, and survives a reload.
 */
const AT_ONCE = 4;

/** A rotation that stopped is gone on with so often without being asked. */
const AGAIN = 3;

export class BulkJob extends EventTarget {
  running = false;
  /** What stopped the run, by its code: it would have stopped the next client too. @type {string|null} */
  trouble = null;
  #run = 0;
  /** How often each was gone on with. @type {Map<string, number>} */
  #tries = new Map();

  /**
   * @param {import('../types.js').Context} context
   * @param {Record<string, any>[]} clients
   * @param {boolean} afresh  a new key for each; otherwise each stands where it stood
   */
  constructor(context, clients, afresh) {
    super();
    this.context = context;
    this.jobs = clients.map((client) => context.rotations.of(client));
    if (afresh) for (const job of this.jobs) if (OVER.has(job.rotation.phase)) begin(context, job);
    for (const job of this.jobs) job.addEventListener('change', () => this.#changed());
  }

  /** By where they stand. */
  get counts() {
    const counts = { waiting: 0, running: 0, ready: 0, done: 0, failed: 0 };
    for (const job of this.jobs) counts[standing(job)] += 1;
    return counts;
  }

  /** Begins, or goes on. */
  async go() {
    if (this.running) return;
    this.running = true;
    this.#run += 1;
    const run = this.#run;
    this.#tries.clear();
    this.trouble = null;
    this.#changed();
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.#work(run)));
    if (run !== this.#run) return;
    this.running = false;
    this.#changed();
  }

  /** What did not come to its end is tried once more. */
  async retry() {
    for (const job of this.jobs) if (job.rotation.phase === 'rolled-back') begin(this.context, job);
    await this.go();
  }

  /** What is under way stops where it is. */
  pause() {
    this.running = false;
    this.#run += 1;
    for (const job of this.jobs) if (job.running) job.pause();
    this.#changed();
  }

  /** The person has the private parts of these. */
  async handedOver() {
    for (const job of this.jobs)
      if (isSaved(job)) await job.run({ kind: 'handed-over' });
  }

  /**
   * Takes old keys away where the new one is in use.
   *
   * @param {number} days  only those that end within so many
   */
  async removeOld(days) {
    if (this.running) return;
    this.running = true;
    this.trouble = null;
    const run = (this.#run += 1);
    const queue = this.oldKeys(days);
    const work = async () => {
      for (let next = queue.shift(); next && run === this.#run && !this.trouble; next = queue.shift()) {
        await next.job.run({ kind: 'remove-old', keys: /** @type {any} */ (next.names) });
        this.trouble ??= next.job.trouble;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (run !== this.#run) return;
    this.running = false;
    this.#changed();
  }

  /** Those that {@link removeOld} would take away, as far as the keys have been read. @param {number} days */
  oldKeys(days) {
    const { administration } = this.context;
    const until = Date.now() + days * 86_400_000;
    return this.jobs.filter(({ rotation }) => rotation.phase === 'both').flatMap((job) => {
      const old = new Set(job.rotation.old.map(String));
      const read = administration.keys.get(job.rotation.clientId) ?? [];
      const names = read.filter(({ name, expires }) => old.has(String(name)) && expires !== null && expires * 1000 < until);
      return names.length ? [{ job, names: names.map(({ name }) => String(name)) }] : [];
    });
  }

  /** One of the workers: takes what waits until nothing does, or another run has begun. @param {number} run */
  async #work(run) {
    for (let job = this.#next(); job && run === this.#run; job = this.#next()) {
      const id = job.rotation.clientId;
      const tries = (this.#tries.get(id) ?? 0) + 1;
      this.#tries.set(id, tries);
      await job.go();
      if (job.trouble && run === this.#run) {
        this.trouble = job.trouble;
        return this.pause();
      }
      // The key stays nowhere half done: what cannot be proved is taken away again.
      if (run === this.#run && tries >= AGAIN && HALF_DONE.has(job.rotation.stoppedIn)) await job.run({ kind: 'roll-back' });
    }
  }

  #next() {
    return this.jobs.find((job) =>
      !job.running && (!AT_REST.has(job.rotation.phase) || isLost(job)) && (this.#tries.get(job.rotation.clientId) ?? 0) < AGAIN);
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** An earlier one: the new key was in use, or was taken away. */
const OVER = new Set(['both', 'finished', 'rolled-back']);

/** Where one stopped whose new key nobody uses yet. @type {Set<string|null|undefined>} */
const HALF_DONE = new Set(['adding', 'proving']);

/** There it is the person's turn, or all is over. */
const AT_REST = new Set(['handing-over', ...OVER]);

/** The person has the private part. @param {import('./rotation-job.js').RotationJob} job */
export function isSaved({ rotation, saved, card }) {
  return rotation.phase === 'handing-over' && (saved || card?.saved === true);
}

/** The private part was never saved, and is no more. @param {import('./rotation-job.js').RotationJob} job */
export function isLost({ rotation, saved, card }) {
  return rotation.phase === 'handing-over' && !saved && card === null;
}

/** @param {import('../types.js').Context} context @param {import('./rotation-job.js').RotationJob} job */
function begin({ portal }, job) {
  job.restart(portal.newRotation(job.rotation.clientId, job.rotation.provable));
}

/** @param {import('./rotation-job.js').RotationJob} job @returns {'waiting'|'running'|'ready'|'done'|'failed'} */
export function standing(job) {
  const { running, rotation } = job;
  if (running) return 'running';
  if (isLost(job)) return 'failed';
  switch (rotation.phase) {
    case 'handing-over': return 'ready';
    case 'both':
    case 'removing-old':
    case 'finished': return 'done';
    case 'stopped':
    case 'rolled-back': return 'failed';
    default: return 'waiting';
  }
}
