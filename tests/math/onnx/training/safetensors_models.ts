/**
 * Reads a safetensors file from standard input and writes its tensors again, in base64, for `safetensors_vectors.py`.
 *
 * @module
 */
import { fromSafetensors, toSafetensors } from "@lib/math/onnx/training/safetensors.ts";

const bytes = new Uint8Array(await new Response(Deno.stdin.readable).arrayBuffer());
console.log(toSafetensors({ ...fromSafetensors(bytes), metadata: { by: "us" } }).toBase64());
