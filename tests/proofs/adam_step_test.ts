import { proven } from "./proven.ts";

proven("adam-step");
