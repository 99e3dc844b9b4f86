package dev.drago.scoring.linear;

import org.ejml.data.DMatrixRBlock;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DSubmatrixD1;
import org.ejml.dense.block.MatrixOps_DDRB;
import org.ejml.dense.block.RankUpdate_MT_DDRB;
import org.ejml.dense.block.TriangularSolver_MT_DDRB;
import org.ejml.dense.block.decomposition.chol.InnerCholesky_DDRB;

/**
 * Solves {@code A·B = C} for a symmetric positive definite A, on all cores and in place.
 *
 * <p>EJML's block layout keeps a tile in the cache; its conversions work inside the same array, and
 * its triangular solvers overwrite the right-hand side. So no more than two matrices exist at once,
 * A and the result. The loop over block columns is written out here because EJML's own concurrent
 * Cholesky updates the trailing matrix, where nearly all of the work is, on one core.
 */
final class NormalEquations {

  private NormalEquations() {}

  /**
   * Solves for the right-hand side.
   *
   * @param a n × n by rows, symmetric positive definite; overwritten
   * @param c n × n by rows; overwritten with the solution
   * @throws InterruptedException when the thread was interrupted; both arrays are spoilt then
   */
  static void solve(double[] a, double[] c, int n) throws InterruptedException {
    DSubmatrixD1 factor = factor(a, n);
    DMatrixRBlock b = blocks(c, n);
    TriangularSolver_MT_DDRB.lsolveLow(b.blockLength, factor, new DSubmatrixD1(b), false);
    interruptible();
    TriangularSolver_MT_DDRB.lsolveLow(b.blockLength, factor, new DSubmatrixD1(b), true);
    MatrixOps_DDRB.convertInplace(b, null, null);
  }

  /**
   * The inverse.
   *
   * @param a n × n by rows, symmetric positive definite; overwritten
   * @return n × n by rows
   * @throws InterruptedException when the thread was interrupted
   */
  static double[] invert(double[] a, int n) throws InterruptedException {
    DSubmatrixD1 factor = factor(a, n);
    double[] inverse = new double[a.length];
    DMatrixRBlock b = blocks(inverse, n);
    // A⁻¹ = L⁻ᵀ L⁻¹
    TriangularSolver_MT_DDRB.invert(b.blockLength, false, factor, new DSubmatrixD1(b), null);
    interruptible();
    TriangularSolver_MT_DDRB.lsolveLow(b.blockLength, factor, new DSubmatrixD1(b), true);
    MatrixOps_DDRB.convertInplace(b, null, null);
    return inverse;
  }

  /** Overwrites the lower triangle of {@code a} with L, where A = L·Lᵀ. */
  private static DSubmatrixD1 factor(double[] a, int n) throws InterruptedException {
    DMatrixRBlock t = blocks(a, n);
    int length = t.blockLength;
    for (int i = 0; i < n; i += length) {
      interruptible();
      int end = Math.min(n, i + length);
      DSubmatrixD1 corner = new DSubmatrixD1(t, i, end, i, end);
      if (!InnerCholesky_DDRB.lower(corner)) {
        throw new ArithmeticException("the matrix is not positive definite at row " + i);
      }
      if (end < n) {
        DSubmatrixD1 below = new DSubmatrixD1(t, end, n, i, end);
        DSubmatrixD1 rest = new DSubmatrixD1(t, end, n, end, n);
        TriangularSolver_MT_DDRB.lsolveBlock(length, false, corner, below, false, true);
        RankUpdate_MT_DDRB.symmRankNMinus_L(length, rest, below);
      }
    }
    MatrixOps_DDRB.zeroTriangle(true, t);
    return new DSubmatrixD1(t);
  }

  private static DMatrixRBlock blocks(double[] byRows, int n) {
    return MatrixOps_DDRB.convertInplace(DMatrixRMaj.wrap(n, n, byRows), null, null);
  }

  static void interruptible() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("training was interrupted");
    }
  }
}
