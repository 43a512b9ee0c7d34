import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BulkJob } from '../www/page/jobs/bulk-job.js';

/** A rotation that stops at the same place each time it is gone on with. */
class StoppingJob extends EventTarget {
  running = false;
  /** @type {string[]} */
  events = [];

  /** @param {string} stoppedIn */
  constructor(stoppedIn) {
    super();
    this.rotation = { clientId: stoppedIn, phase: stoppedIn, stoppedIn: /** @type {string|null} */ (null) };
  }

  async go() {
    this.events.push('continue');
    this.rotation = { ...this.rotation, phase: 'stopped', stoppedIn: this.rotation.clientId };
  }

  /** @param {{kind: string}} event */
  async run({ kind }) {
    this.events.push(kind);
    this.rotation = { ...this.rotation, phase: 'rolled-back', stoppedIn: null };
  }
}

test('of what stops again and again, only a key that nobody uses yet is taken away', async () => {
  const jobs = ['making', 'adding', 'proving', 'removing-old', 'rolling-back'].map((at) => new StoppingJob(at));
  const context = /** @type {any} */ ({ rotations: { of: (/** @type {StoppingJob} */ job) => job } });
  const bulk = new BulkJob(context, /** @type {any} */ (jobs), true);
  await bulk.go();
  assert.equal(bulk.running, false);
  const rolledBack = jobs.filter(({ events }) => events.includes('roll-back')).map(({ rotation }) => rotation.clientId);
  assert.deepEqual(rolledBack, ['adding', 'proving']);
  assert.ok(jobs.every(({ events }) => events.filter((kind) => kind === 'continue').length === 3));
});
