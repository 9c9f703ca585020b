// Hosts the timeline page in one panel beside the editor.
import {
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  Range,
  type TextEditor,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import { LANGUAGE_ID } from '../../server/src/lsp/protocol.ts';
import type { FromPage, Place, TimelineRun, ToPage } from '../timeline/protocol.ts';
import { MovedPlaces, type PlaceNow } from './movedPlaces.ts';
import { placesOnLine, timelineHtml } from './timelinePage.ts';

const invitation = 'Run a scenario, and its timeline appears here.';

export class TimelinePanel implements Disposable {
  static readonly viewType = 'tcsim.timeline';

  readonly #folder: Uri;
  readonly #subscriptions: Disposable[] = [];
  readonly #rerun = new EventEmitter<void>();
  readonly onRerun = this.#rerun.event;
  #panel: WebviewPanel | undefined;
  /** The page has loaded its script. It loads anew whenever the panel was hidden. */
  #ready = false;
  #runs: readonly TimelineRun[] = [];
  #compared = false;
  readonly #places = new MovedPlaces();
  #selected = 0;

  constructor(context: ExtensionContext) {
    this.#folder = Uri.joinPath(context.extensionUri, 'dist/timeline');
    this.#subscriptions.push(
      this.#rerun,
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#highlight(textEditor)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
        this.#places.edited(document.uri.toString(), contentChanges),
      ),
      window.onDidChangeActiveTextEditor((editor) => editor !== undefined && this.#highlight(editor)),
    );
  }

  /** Shows the panel, made if there is none, and leaves the keyboard where it is. */
  show(): void {
    if (this.#panel === undefined) {
      const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
      this.adopt(window.createWebviewPanel(TimelinePanel.viewType, 'Timeline', place, { enableScripts: true }));
    } else {
      this.#panel.reveal(undefined, true);
    }
  }

  /** Takes over a panel that VS Code has kept over a restart. */
  adopt(panel: WebviewPanel): void {
    this.#panel = panel;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [this.#folder] };
    webview.onDidReceiveMessage((message: FromPage) => void this.#receive(message));
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#ready = false;
    });
    const resource = (name: string) => webview.asWebviewUri(Uri.joinPath(this.#folder, name)).toString();
    this.#ready = false;
    webview.html = timelineHtml({
      scriptUri: resource('timeline.js'),
      styleUri: resource('timeline.css'),
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
    });
  }

  /** A run begins; what is edited from now on is not part of it. */
  runBegins(): void {
    this.#places.begin();
  }

  /** @param compared there are two runs, to be held against each other */
  showRuns(title: string, runs: readonly TimelineRun[], compared = false): void {
    this.#runs = runs;
    this.#compared = compared;
    this.#places.show(runs);
    this.#selected = Math.max(
      0,
      runs.findIndex((run) => run.verdict !== 'held'),
    );
    this.show();
    if (this.#panel !== undefined) {
      const [first] = runs;
      const isOne = runs.every((run) => run.title === first?.title);
      this.#panel.title = `Timeline: ${isOne ? first?.title : title.split('/').at(-1)}`;
    }
    this.#sendRuns();
  }

  progress(text: string, fraction: number): void {
    this.#send({ type: 'progress', text, fraction });
  }

  /** No run is going on: what was said about one goes away. */
  idle(): void {
    this.#send({ type: 'message', text: this.#runs.length === 0 ? invitation : '' });
  }

  dispose(): void {
    this.#panel?.dispose();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #receive(message: FromPage): Promise<void> | void {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        return this.#sendRuns();
      case 'select-run':
        this.#selected = message.run;
        return;
      case 'reveal':
        return reveal(message.place.file, this.#places.now(message.place));
      case 'rerun':
        return this.#rerun.fire();
    }
  }

  #sendRuns(): void {
    if (this.#runs.length === 0) {
      this.idle();
      return;
    }
    this.#send({ type: 'runs', runs: this.#runs, selected: this.#selected, compared: this.#compared });
    for (const editor of window.visibleTextEditors) {
      this.#highlight(editor);
    }
  }

  /** The cursor is on a line: what came from that line stands out on the page. */
  #highlight({ document, selection }: TextEditor): void {
    const run = this.#runs[this.#selected];
    if (document.languageId === LANGUAGE_ID && run !== undefined) {
      const lineOf = (place: Place) => {
        const { start, intact } = this.#places.now(place);
        return intact ? document.positionAt(start).line : -1;
      };
      const places = placesOnLine(run, document.uri.toString(), selection.active.line, lineOf);
      this.#send({ type: 'highlight', run: this.#selected, places });
    }
  }

  #send(message: ToPage): void {
    if (this.#ready) {
      void this.#panel?.webview.postMessage(message);
    }
  }
}

/** Selects the place in an editor: in the column where its file already is, or beside the timeline. */
async function reveal(file: string, { start, end }: PlaceNow): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(file, true));
  const shown = window.visibleTextEditors.find((editor) => editor.document === document);
  await window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? ViewColumn.One,
    selection: new Range(document.positionAt(start), document.positionAt(end)),
  });
}
