// Answers events from a WebAssembly component: the world `mayfly:function`.
import { write } from "mayfly:function/log@0.1.0";
import { get } from "mayfly:function/config@0.1.0";

export const handler = {
  handle(event, context) {
    const text = new TextDecoder("utf-8", { fatal: false }).decode(event);
    const count = text.split(/\s+/).filter(Boolean).length;
    write("info", `${context.requestId} has ${count} words`);
    const unit = get("unit") ?? "words";
    return new TextEncoder().encode(JSON.stringify({ [unit]: count }));
  },
};
