import { type Tracer, trace } from '@opentelemetry/api';

/**
 * Spans of this process. They go nowhere until `openTracing` was called with a collector. An attribute never holds what a person
 * said: counts, codes and names of models only.
 */
export const tracerOf = (name: string): Tracer => trace.getTracer(`pilotlight/${name}`);
