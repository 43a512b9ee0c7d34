import { RotationJob } from './rotation-job.js';

/** The rotations of this page, one a client: leaving a view does not stop them. */
export class Rotations {
  /** @type {Map<string, RotationJob>} by environment and client_id */
  #jobs = new Map();
  /** Many at once. @type {import('./bulk-job.js').BulkJob|null} */
  bulk = null;

  /** @param {import('../types.js').Context} context @param {import('../kept-rotations.js').KeptRotations} kept */
  constructor(context, kept) {
    this.context = context;
    this.kept = kept;
    kept.addEventListener('elsewhere', (event) => {
      const { environment, rotation } = /** @type {CustomEvent} */ (event).detail;
      this.#jobs.get(`${environment} ${rotation.clientId}`)?.take(rotation);
    });
    context.vault.addEventListener('keys', () => {
      for (const job of this.#jobs.values()) if (job.card?.saved) job.sayIsSaved(true);
    });
  }

  /** One signed out, or chose another environment: what is under way stops where it is. */
  pause() {
    this.bulk?.pause();
    this.bulk = null;
    for (const job of this.#jobs.values()) if (job.running) job.pause();
  }

  /** Begun, here or before a reload, and neither over nor taken back. @param {Record<string, any>} client  as the API gave it */
  isUnderWay(client) {
    const { name } = this.context.environment();
    const id = String(client.client_id);
    const rotation = this.#jobs.get(`${name} ${id}`)?.rotation ?? this.kept.get(name, id);
    return rotation !== null && !RESTING.has(rotation.phase);
  }

  /** Where it stands, also from before a reload. @param {Record<string, any>} client  as the API gave it */
  of(client) {
    const { name } = this.context.environment();
    const id = `${name} ${client.client_id}`;
    const known = this.#jobs.get(id);
    if (known) {
      known.client = client;
      return known;
    }
    const clientId = String(client.client_id);
    const provable = client.integration_type === 'maskinporten';
    const rotation = this.kept.get(name, clientId) ?? this.context.portal.newRotation(clientId, provable);
    const job = new RotationJob(this.context, client, rotation, {
      get: () => this.kept.get(name, clientId),
      set: (now) => this.kept.set(name, now),
    });
    this.#jobs.set(id, job);
    return job;
  }
}

/** Nothing is left to do. */
const RESTING = new Set(['planned', 'finished', 'rolled-back']);
