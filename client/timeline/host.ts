/** The page's one way to the outside: a VS Code webview, the report it is inlined in, or a test. */
import { decodeTrace } from '../../server/src/trace/codec.ts';
import type { FromPage, ReportData, ToPage } from './protocol.ts';

export interface Host {
  readonly post: (message: FromPage) => void;
  readonly onMessage: (receive: (message: ToPage) => void) => void;
  /** What `saveState` was given before the page was hidden, or undefined. */
  readonly loadState: () => unknown;
  readonly saveState: (state: unknown) => void;
  /** Whether there is an editor that can show a place and run a scenario again. */
  readonly hasEditor: boolean;
}

interface VsCodeApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  var acquireVsCodeApi: (() => VsCodeApi) | undefined;
  /** What an HTML report leaves for the page: see `ReportData` in protocol.ts. */
  var tcsimReport: ReportData | undefined;
}

/** The host of this page. */
export function connectHost(): Host {
  return globalThis.acquireVsCodeApi === undefined ? reportHost(globalThis.tcsimReport) : editorHost();
}

function editorHost(): Host {
  const api = (globalThis.acquireVsCodeApi as () => VsCodeApi)();
  return {
    post: (message) => api.postMessage(message),
    onMessage: (receive) => {
      window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => receive(data));
    },
    loadState: () => api.getState(),
    saveState: (state) => api.setState(state),
    hasEditor: true,
  };
}

function reportHost(report: ReportData | undefined): Host {
  let state: unknown;
  return {
    post: () => {},
    onMessage: (receive) => queueMicrotask(() => receive(contents(report))),
    loadState: () => state,
    saveState: (saved) => {
      state = saved;
    },
    hasEditor: false,
  };
}

function contents(report: ReportData | undefined): ToPage {
  if (report === undefined) {
    return { type: 'message', text: 'This page holds no run. Write one with: tcsim run --html' };
  }
  const runs = report.runs.map((run) => ({ ...run, trace: decodeTrace(run.trace) }));
  return { type: 'runs', runs, selected: report.selected };
}
