import { proven } from "./proven.ts";

proven("decision-tree");
