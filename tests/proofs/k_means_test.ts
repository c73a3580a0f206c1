import { proven } from "./proven.ts";

proven("k-means");
