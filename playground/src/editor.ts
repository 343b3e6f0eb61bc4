/** The editor: CodeMirror, with colours of the page. Tab leaves it, so that a keyboard is enough. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Texts } from './texts/index.js';

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier], color: 'var(--keyword)' },
  { tag: [tags.string, tags.number, tags.bool, tags.null], color: 'var(--literal)' },
  { tag: tags.comment, color: 'var(--comment)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className], color: 'var(--type)' },
]);

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--code)', color: 'var(--text)', height: '100%' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  '.cm-gutters': { backgroundColor: 'var(--code)', color: 'var(--faint)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'var(--line)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused': { outline: '3px solid var(--focus)', outlineOffset: '-3px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
});

interface Asked {
  readonly parent: HTMLElement;
  /** The id of what explains the keys. */
  readonly describedBy: string;
  onEdit(code: string): void;
  onCheck(): void;
}

export class Editor {
  private readonly view: EditorView;
  private readonly words = new Compartment();

  constructor(private readonly asked: Asked) {
    this.view = new EditorView({ parent: asked.parent });
  }

  /** Another text, with a history of its own. @param file what screen readers call it */
  show(code: string, file: string, texts: Texts): void {
    const { asked } = this;
    const checks = () => {
      asked.onCheck();
      return true;
    };
    const keys = [{ key: 'Mod-Enter', run: checks }, ...defaultKeymap, ...historyKeymap];
    this.view.setState(
      EditorState.create({
        doc: code,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          javascript({ typescript: true }),
          syntaxHighlighting(colours),
          look,
          keymap.of(keys),
          this.words.of(this.wordsFor(file, texts)),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) asked.onEdit(state.doc.toString());
          }),
        ],
      }),
    );
  }

  speak(file: string, texts: Texts): void {
    this.view.dispatch({ effects: this.words.reconfigure(this.wordsFor(file, texts)) });
  }

  private wordsFor(file: string, texts: Texts): Extension {
    return [
      EditorState.phrases.of({ 'Selection deleted': texts.selectionDeleted }),
      EditorView.contentAttributes.of({
        'aria-label': texts.editor(file),
        'aria-describedby': this.asked.describedBy,
        tabindex: '0',
      }),
    ];
  }

  get code(): string {
    return this.view.state.doc.toString();
  }

  /** Replaces all; this can be undone. */
  replace(code: string): void {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: code } });
  }

  /** Shows a line, with the cursor in it. */
  reveal(line: number, focus: boolean): void {
    const { doc } = this.view.state;
    const { from } = doc.line(Math.max(1, Math.min(line, doc.lines)));
    this.view.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: 'start', yMargin: 120 }),
    });
    if (focus) this.view.focus();
  }

  focus(): void {
    this.view.focus();
  }
}
