// The address under which applications have imported these calls from the beginning.

export * from "../../index.js";
export { interactionApi as default } from "../../default.js";
