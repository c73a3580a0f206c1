import { proven } from "./proven.ts";

proven("isolation-forest");
