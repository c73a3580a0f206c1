/**
 * Free names: the identifiers of a program that nothing in it declares, so that they can only mean a global.
 *
 * A scope is a function, a block, a loop, a catch clause, a class or the module itself. Declarations are gathered scope
 * by scope before the names in it are looked up, so hoisting needs no care; `var` is gathered in the block it stands
 * in and again in its function.
 *
 * **Invariant.** A parameter or a local variable is never reported, however much its name looks like a global's.
 *
 * Cost: O(nodes × depth of scopes).
 *
 * Not here on purpose: `with` and sloppy `eval` (modules have neither), types (they are gone), what a name points to.
 *
 * @module
 */
import type { AnyNode, Program } from "acorn";
import { childrenOf } from "./source_file.ts";

/** A name that means a global. */
export interface FreeName {
  /** The name. */
  readonly name: string;
  /** Offset of its first character. */
  readonly start: number;
  /** The node around it. */
  readonly parent: AnyNode;
}

/** Every free name of a program, in the order of the text. */
export function freeNames(program: Program): FreeName[] {
  const found: FreeName[] = [];
  visit(program, undefined, [new Set()], found);
  return found;
}

/** Names that a pattern binds: one for an identifier, several for destructuring. */
export function boundNames(pattern: AnyNode | null): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((one) => boundNames(one.type === "Property" ? one.value : one.argument));
    case "ArrayPattern":
      return pattern.elements.flatMap(boundNames);
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "RestElement":
      return boundNames(pattern.argument);
    default:
      return [];
  }
}

/** Names that a statement declares in the scope it stands in. */
export function declaredNames(statement: AnyNode): string[] {
  switch (statement.type) {
    case "VariableDeclaration":
      return statement.declarations.flatMap((one) => boundNames(one.id));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return boundNames(statement.id);
    case "ImportDeclaration":
      return statement.specifiers.map((one) => one.local.name);
    case "ExportNamedDeclaration":
      return statement.declaration ? declaredNames(statement.declaration) : [];
    default:
      return [];
  }
}

function visit(node: AnyNode, parent: AnyNode | undefined, scopes: Set<string>[], found: FreeName[]): void {
  if (node.type === "Identifier") {
    if (isReference(node, parent!) && !scopes.some((scope) => scope.has(node.name))) {
      found.push({ name: node.name, start: node.start, parent: parent! });
    }
    return;
  }
  const own = scopeOf(node);
  const inner = own === undefined ? scopes : [...scopes, own];
  for (const child of childrenOf(node)) visit(child, node, inner, found);
}

/** Names that a node's own scope declares; undefined for nodes without a scope. */
function scopeOf(node: AnyNode): Set<string> | undefined {
  switch (node.type) {
    case "Program":
    case "BlockStatement":
    case "StaticBlock":
      return new Set(node.body.flatMap(declaredNames));
    case "SwitchStatement":
      return new Set(node.cases.flatMap((one) => one.consequent.flatMap(declaredNames)));
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression": {
      const names = [...node.params.flatMap(boundNames), ...hoisted(node.body)];
      return new Set(
        node.type === "ArrowFunctionExpression" ? names : [...names, ...boundNames(node.id!), "arguments"],
      );
    }
    case "ClassDeclaration":
    case "ClassExpression":
      return new Set(boundNames(node.id!));
    case "ForStatement":
      return new Set(node.init ? declaredNames(node.init) : []);
    case "ForInStatement":
    case "ForOfStatement":
      return new Set(declaredNames(node.left));
    case "CatchClause":
      return new Set(boundNames(node.param ?? null));
    default:
      return undefined;
  }
}

/** Names of `var` anywhere in a function's body, functions within it left out. */
function hoisted(body: AnyNode): string[] {
  if (/Function|Class/.test(body.type)) return [];
  const own = body.type === "VariableDeclaration" && body.kind === "var" ? declaredNames(body) : [];
  return [...own, ...childrenOf(body).flatMap(hoisted)];
}

/** Whether an identifier stands for a value, and not for a key, a label or what is being declared. */
function isReference(node: AnyNode, parent: AnyNode): boolean {
  switch (parent.type) {
    case "MemberExpression":
      return parent.computed || parent.object === node;
    case "Property":
    case "PropertyDefinition":
    case "MethodDefinition":
      return parent.computed || parent.value === node;
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
    case "MetaProperty":
      return false;
    case "ExportSpecifier":
      return parent.local === node;
    default:
      return true;
  }
}
