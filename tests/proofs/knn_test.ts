import { proven } from "./proven.ts";

proven("knn");
