import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { type Tracer, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/**
 * Spans of this process. They go nowhere until `openTracing` was called with a collector. An attribute never holds what a person
 * said: counts, codes and names of models only.
 */
export const tracerOf = (name: string): Tracer => trace.getTracer(`pilotlight/${name}`);

/**
 * Sends spans to an OpenTelemetry collector by OTLP over HTTP.
 * @param url like `http://127.0.0.1:4318/v1/traces`; null: nothing is sent, and nothing is recorded
 * @returns what sends the rest and ends it
 */
export const openTracing = (service: string, url: string | null): (() => Promise<void>) => {
  if (url === null) return () => Promise.resolve();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
  });
  trace.setGlobalTracerProvider(provider);
  return async () => {
    // A collector that is away must not hold the end of this process up.
    await provider.shutdown().catch(() => undefined);
    trace.disable();
  };
};
