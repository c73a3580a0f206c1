import { proven } from "./proven.ts";

proven("gradient-descent");
