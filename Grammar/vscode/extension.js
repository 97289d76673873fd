// Starts `reeve lsp` and hands what it says to the editor. No package is needed: the protocol is a header and JSON.
const vscode = require('vscode');
const { spawn } = require('child_process');

let server;
let pending = new Map();
let nextId = 1;
let input = Buffer.alloc(0);

const send = (message) => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
  if (server) server.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
};
const note = (method, params) => send({ method, params });
const ask = (method, params, token) => new Promise((resolve) => {
  const id = nextId++;
  pending.set(id, resolve);
  send({ id, method, params });
  if (token) token.onCancellationRequested(() => note('$/cancelRequest', { id }));
});
const range = (r) => new vscode.Range(r.start.line, r.start.character, r.end.line, r.end.character);
const at = (document, position) => ({ textDocument: { uri: document.uri.toString() }, position });
const isReeve = (document) => document.languageId === 'reeve';

function workspaceEdit(edit) {
  const made = new vscode.WorkspaceEdit();
  for (const [uri, edits] of Object.entries(edit.changes)) {
    for (const e of edits) made.replace(vscode.Uri.parse(uri), range(e.range), e.newText);
  }
  return made;
}

function receive(chunk, diagnostics) {
  input = Buffer.concat([input, chunk]);
  for (;;) {
    const end = input.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = /content-length: *(\d+)/i.exec(input.toString('utf8', 0, end));
    const size = length ? Number(length[1]) : 0;
    if (input.length < end + 4 + size) return;
    const message = JSON.parse(input.toString('utf8', end + 4, end + 4 + size));
    input = input.subarray(end + 4 + size);
    if (message.method === 'textDocument/publishDiagnostics') {
      diagnostics.set(vscode.Uri.parse(message.params.uri), message.params.diagnostics.map((d) => {
        const made = new vscode.Diagnostic(range(d.range), d.message, d.severity - 1);
        made.code = d.code;
        made.source = 'reeve';
        made.tags = d.tags;
        return made;
      }));
    } else if (message.id !== undefined && pending.has(message.id)) {
      const resolve = pending.get(message.id);
      pending.delete(message.id);
      resolve(message.error ? null : message.result);
    }
  }
}

exports.activate = async (context) => {
  const settings = vscode.workspace.getConfiguration('reeve');
  const options = settings.get('store') ? ['lsp', '--store', settings.get('store')] : ['lsp'];
  const diagnostics = vscode.languages.createDiagnosticCollection('reeve');
  server = spawn(settings.get('command'), options);
  server.on('error', (error) => {
    server = undefined;
    vscode.window.showErrorMessage(`reeve lsp does not start: ${error.message}`);
  });
  server.stdout.on('data', (chunk) => receive(chunk, diagnostics));
  const folders = (vscode.workspace.workspaceFolders || []).map((f) => ({ uri: f.uri.toString(), name: f.name }));
  await ask('initialize', { processId: process.pid, capabilities: {}, workspaceFolders: folders });
  note('initialized', {});
  const open = (document) => isReeve(document) && note('textDocument/didOpen', {
    textDocument: { uri: document.uri.toString(), languageId: 'reeve', version: document.version, text: document.getText() },
  });
  vscode.workspace.textDocuments.forEach(open);
  const language = { language: 'reeve' };
  const provide = vscode.languages;
  context.subscriptions.push(
    diagnostics,
    vscode.workspace.onDidOpenTextDocument(open),
    vscode.workspace.onDidChangeTextDocument((event) => isReeve(event.document) && note('textDocument/didChange', {
      textDocument: { uri: event.document.uri.toString(), version: event.document.version },
      contentChanges: event.contentChanges.map((c) => ({ range: c.range, text: c.text })),
    })),
    vscode.workspace.onDidCloseTextDocument((document) => isReeve(document) && note('textDocument/didClose', {
      textDocument: { uri: document.uri.toString() },
    })),
    provide.registerCompletionItemProvider(language, {
      async provideCompletionItems(document, position, token) {
        const found = await ask('textDocument/completion', at(document, position), token);
        return ((found && found.items) || []).map((item) => {
          const made = new vscode.CompletionItem(item.label);
          made.sortText = item.sortText;
          made.insertText = item.textEdit.newText;
          made.range = range(item.textEdit.range);
          return made;
        });
      },
    }, '$', '"'),
    provide.registerHoverProvider(language, {
      async provideHover(document, position, token) {
        const found = await ask('textDocument/hover', at(document, position), token);
        return found && new vscode.Hover(new vscode.MarkdownString(found.contents.value), range(found.range));
      },
    }),
    provide.registerSignatureHelpProvider(language, {
      async provideSignatureHelp(document, position, token) {
        const found = await ask('textDocument/signatureHelp', at(document, position), token);
        if (!found) return null;
        const made = new vscode.SignatureHelp();
        made.signatures = found.signatures.map((s) => {
          const form = new vscode.SignatureInformation(s.label, new vscode.MarkdownString(s.documentation.value));
          form.parameters = s.parameters.map((p) => new vscode.ParameterInformation(p.label));
          return form;
        });
        made.activeSignature = found.activeSignature;
        made.activeParameter = found.activeParameter || 0;
        return made;
      },
    }, ' ', ','),
    provide.registerDefinitionProvider(language, {
      async provideDefinition(document, position, token) {
        const found = await ask('textDocument/definition', at(document, position), token);
        return (found || []).map((l) => new vscode.Location(vscode.Uri.parse(l.uri), range(l.range)));
      },
    }),
    provide.registerReferenceProvider(language, {
      async provideReferences(document, position, context, token) {
        const found = await ask('textDocument/references', { ...at(document, position), context }, token);
        return (found || []).map((l) => new vscode.Location(vscode.Uri.parse(l.uri), range(l.range)));
      },
    }),
    provide.registerRenameProvider(language, {
      async provideRenameEdits(document, position, newName, token) {
        const edit = await ask('textDocument/rename', { ...at(document, position), newName }, token);
        if (!edit) throw new Error('this would change what the scripts mean');
        return workspaceEdit(edit);
      },
    }),
    provide.registerDocumentFormattingEditProvider(language, {
      async provideDocumentFormattingEdits(document, formatting, token) {
        const edits = await ask('textDocument/formatting', { ...at(document), options: formatting }, token);
        return (edits || []).map((e) => vscode.TextEdit.replace(range(e.range), e.newText));
      },
    }),
    provide.registerCodeActionsProvider(language, {
      async provideCodeActions(document, where, _, token) {
        const found = await ask('textDocument/codeAction', {
          ...at(document), range: where, context: { diagnostics: [] },
        }, token);
        return (found || []).map((a) => {
          const made = new vscode.CodeAction(a.title, vscode.CodeActionKind.QuickFix);
          made.edit = workspaceEdit(a.edit);
          made.isPreferred = true;
          return made;
        });
      },
    }),
  );
};

exports.deactivate = async () => {
  await ask('shutdown', null);
  note('exit', null);
};
