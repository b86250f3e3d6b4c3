import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/**
 * Sends the spans of this process to an OpenTelemetry collector by OTLP over HTTP.
 * @param url like `http://127.0.0.1:4318/v1/traces`
 * @returns what sends the rest and ends it
 */
export const openTracing = (service: string, url: string): (() => Promise<void>) => {
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
