import { proven } from "./proven.ts";

proven("lru-cache");
