import { proven } from "./proven.ts";

proven("thread-safe-lru", { attempts: 4 });
